"""The choice as a mixed-integer programme, solved by HiGHS. Pure: no database.

After van der Linden, Linear Models for Optimal Test Design (2005), with elastic quotas.
"""

import highspy
import numpy as np

from attempts.quotas import Problem

# Of at most some 700 units. Presolve and the feasibility jump cost such a model more time than they
# save. A form is good enough within 1 %, and within a fraction of the jitter, of the best there is.
OPTIONS: dict[str, str | float] = {
    "parallel": "off",
    "presolve": "off",
    "mip_heuristic_run_feasibility_jump": False,
    "mip_rel_gap": 0.01,
    "mip_abs_gap": 0.02,
}


def solve(problem: Problem, *, time_limit_s: float) -> list[int] | None:
    """The places of the best units found in time, in order; None when nothing was found."""
    solver = highspy.Highs()
    solver.silent()
    for name, value in (OPTIONS | {"time_limit": time_limit_s}).items():
        solver.setOptionValue(name, value)
    solver.passModel(_programme(problem))
    solver.run()
    feasible = highspy.SolutionStatus.kSolutionStatusFeasible
    if solver.getInfo().primal_solution_status != feasible:
        return None
    values = solver.getSolution().col_value
    return [i for i in range(len(problem.sizes)) if values[i] > 0.5]


def _programme(problem: Problem) -> highspy.HighsLp:
    """A column for each unit, 0 or 1, then two slacks for each quota: too few and too many."""
    rows, low, high = _rows(problem)
    units, slacks = len(problem.sizes), 2 * len(problem.quotas)
    programme = highspy.HighsLp()
    programme.num_row_, programme.num_col_ = rows.shape
    programme.col_cost_ = [*problem.costs, *(q.penalty for q in problem.quotas for _ in range(2))]
    programme.col_lower_ = np.zeros(units + slacks)
    programme.col_upper_ = np.concatenate([np.ones(units), np.full(slacks, problem.total)])
    programme.row_lower_, programme.row_upper_ = low, high
    kinds = highspy.HighsVarType
    programme.integrality_ = [kinds.kInteger] * units + [kinds.kContinuous] * slacks
    places = [np.flatnonzero(row) for row in rows]
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = np.cumsum([0, *map(len, places)])
    programme.a_matrix_.index_ = np.concatenate(places)
    programme.a_matrix_.value_ = rows[rows != 0]
    return programme


def _rows(problem: Problem) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coefficients and bounds: the total, then each quota with its slacks, then each enemy pair."""
    units, quotas, enemies = len(problem.sizes), problem.quotas, problem.enemies
    rows = np.zeros((1 + len(quotas) + len(enemies), units + 2 * len(quotas)))
    low, high = np.full(len(rows), -np.inf), np.ones(len(rows))
    rows[0, :units], low[0], high[0] = problem.sizes, problem.total, problem.total
    for k, quota in enumerate(quotas):
        rows[k + 1, :units], low[k + 1], high[k + 1] = quota.counts, quota.low, quota.high
        rows[k + 1, units + 2 * k : units + 2 * k + 2] = 1, -1
    for k, pair in enumerate(enemies, start=1 + len(quotas)):
        rows[k, list(pair)] = 1
    return rows, low, high
