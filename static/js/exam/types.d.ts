/** What the modules of the exam page speak of. For the type checker only; no browser loads this. */

type Queue = import("./queue.js").Queue;
type Marks = import("./marks.js").Marks;
type Clock = import("./clock.js").Clock;
type Finish = import("./finish.js").Finish;
type Navigator_ = import("./navigator.js").Navigator;
type Store = import("./store.js").Store;
type Questions = import("./questions.js").Questions;

/** The article of one question. */
type Card = HTMLElement;

/** In the letters of this attempt; null where there is none. */
type Answer = { selected?: string[]; order?: string[]; pairs?: Record<string, string> } | null;

/** An empty mark says that the question was seen. */
interface Mark {
  flagged?: boolean;
  struck?: string[];
  note?: string;
  sure?: string;
  highlights?: number[][];
  seconds_more?: number;
}

/** Start and end, in characters of the text. */
type Span = [number, number];

interface Reply {
  status: number;
  data: any;
}

// --- On the device

type Shelf = keyof Shelves;

interface Shelves {
  answers: KeptAnswer;
  marks: KeptMark;
  known: Known;
}

/** `expires` by this device's date, in ms. */
interface Kept {
  key: string;
  attempt: string;
  position: number;
  expires: number;
}

/** A save is named for ever by client and seq. */
interface Save {
  answer: Answer;
  client_id: string;
  seq: number;
  base_rev: number;
}

/** `saw` is what another tab had shown here when the save was made, and what it replaces. */
interface KeptAnswer extends Kept {
  sending: Save;
  waiting: Save | null;
  saw?: Answer;
}

interface KeptMark extends Kept {
  mark: Mark;
  stamp: string;
}

/** What the server has of a question; at position 0 its last word on the time. */
interface Known extends Kept {
  rev?: number;
  answer?: Answer;
  mark?: Mark;
  remaining?: number;
  at?: number;
}

/** `isStranger`: the server does not know, or not want, whoever is signed in. */
interface QueueState {
  pending: number;
  isFailing: boolean;
  isStranger: boolean;
  isWriting: boolean;
  isKept: boolean;
}

/** A walk through some of the questions, from the review screen. */
interface Walk {
  kind: string;
  positions: number[];
}

/** What the tabs of one browser tell each other about a question. */
interface TabMessage {
  kind: "given" | "marked" | "revealed" | "saved";
  position: number;
  answer?: Answer;
  rev?: number;
  mark?: Mark;
}

// --- Doors from one module to another

interface KeyDoors {
  current: () => Card | null;
  actions: Record<string, () => void>;
  moveStep: (step: string, letter: string) => void;
}

interface ToolDoors {
  onAnswer: (card: Card) => void;
  onMark: (card: Card, mark: Mark) => void;
}

interface Parts {
  form: HTMLFormElement;
  queue: Queue;
  marks: Marks;
  clock: Clock;
  finish: Finish;
  hideTime: HTMLInputElement;
}

/** What tries again when it is woken. */
interface Sleeper {
  wake: () => void;
}

// --- The service worker; the checker knows its words only where it does not know a page's

interface WorkerScope {
  oninstall: () => void;
  onactivate: (event: { waitUntil: (done: Promise<void>) => void }) => void;
  onfetch: (event: { request: Request; respondWith: (answer: Promise<Response>) => void }) => void;
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
}
