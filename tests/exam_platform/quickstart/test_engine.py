import socket

from exam_platform.quickstart import engine


def test_the_next_free_port_is_taken_and_only_this_machine_can_reach_it():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with engine.free_socket(taken) as ours:
            host, port = ours.getsockname()
    assert host == "127.0.0.1"
    assert taken < port < taken + engine.PORTS_TRIED


def test_a_free_port_is_taken_as_asked():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    with engine.free_socket(free) as ours:
        assert ours.getsockname()[1] == free
