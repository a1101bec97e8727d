/**
 * What must outlive this page: one IndexedDB database with shelves for answers and marks that the
 * server has not acknowledged, and for what it is known to have (shown after a reload offline).
 * A promise from here resolves when the transaction is complete, so "kept on this device" is true.
 * localStorage would not do: a browser that is killed loses it.
 */


const DATABASE = "rehearsal";
const VERSION = 2;
const SHELVES = ["answers", "marks", "known"];

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      const { result } = request;
      const missing = SHELVES.filter((shelf) => !result.objectStoreNames.contains(shelf));
      for (const shelf of missing) result.createObjectStore(shelf, { keyPath: "key" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

export class Store {
  /** @type {IDBDatabase | null} */
  #database = null;

  /** Falls back to the memory of this page where the browser keeps no database. */
  static async open() {
    const store = new Store();
    await store.#open();
    return store;
  }

  /** The browser closes it when the site's data are cleared, say on signing out in another tab. */
  async #open() {
    this.#database = await opened().catch(() => null);
    if (this.#database) this.#database.onclose = () => (this.#database = null);
    return this.#database;
  }

  /** Whether what is put here survives this page. */
  get isDurable() {
    return this.#database !== null;
  }

  /**
   * @template T
   * @param {Shelf[]} shelves
   * @param {IDBTransactionMode} mode
   * @param {(shelf: (name: Shelf) => IDBObjectStore) => IDBRequest<T> | void} work
   * @returns {Promise<T | undefined>} the request's result, once the transaction is complete
   */
  async #within(shelves, mode, work) {
    const database = this.#database ?? (await this.#open());
    if (!database) return undefined;
    const transaction = database.transaction(shelves, mode, { durability: "strict" });
    return new Promise((resolve, reject) => {
      const request = work((name) => transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request ? request.result : undefined);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  /** @param {Shelf} shelf @param {Kept} entry */
  put(shelf, entry) {
    return this.#within([shelf], "readwrite", (on) => on(shelf).put(entry));
  }

  /**
   * Remove an entry if it still is the one that `isSame` knows; another tab may have replaced it.
   * What the server is now known to have is noted in the same transaction.
   * @template {Shelf} S
   * @param {S} shelf @param {string} key @param {(kept: Shelves[S]) => boolean} isSame @param {Known} [known]
   */
  remove(shelf, key, isSame, known) {
    return this.#within([shelf, "known"], "readwrite", (on) => {
      const request = on(shelf).get(key);
      request.onsuccess = () => {
        if (request.result && isSame(request.result)) on(shelf).delete(key);
      };
      if (known) merge(on("known"), known);
    });
  }

  /** @param {Known} known */
  know(known) {
    return this.#within(["known"], "readwrite", (on) => merge(on("known"), known));
  }

  /**
   * Everything kept for one attempt. What belongs to attempts long over is thrown away on the way.
   * @template {Shelf} S
   * @param {S} shelf @param {string} attempt
   */
  async all(shelf, attempt) {
    const kept = await this.everything(shelf);
    const old = kept.filter((entry) => entry.expires < Date.now());
    await Promise.all(old.map((entry) => this.remove(shelf, entry.key, () => true)));
    return kept.filter((entry) => entry.attempt === attempt && !old.includes(entry));
  }

  /** @template {Shelf} S @param {S} shelf @returns {Promise<Shelves[S][]>} */
  async everything(shelf) {
    return (await this.#within([shelf], "readonly", (on) => on(shelf).getAll())) ?? [];
  }

  /** Forget what is known of an attempt that is over. What is still to be sent stays. @param {string} attempt */
  forget(attempt) {
    const whole = IDBKeyRange.bound(`${attempt}/`, `${attempt}0`, false, true);
    return this.#within(["known"], "readwrite", (on) => on("known").delete(whole));
  }

  /** Forget everything, of everybody. */
  clear() {
    return this.#within(["answers", "marks", "known"], "readwrite", (on) => {
      on("answers").clear();
      on("marks").clear();
      on("known").clear();
    });
  }
}

/** The higher revision stays, and marks add up. @param {IDBObjectStore} shelf @param {Known} fresh */
function merge(shelf, fresh) {
  const request = shelf.get(fresh.key);
  request.onsuccess = () => {
    /** @type {Known | undefined} */
    const old = request.result;
    const { rev, answer } = (old?.rev ?? -1) > (fresh.rev ?? -1) ? /** @type {Known} */ (old) : fresh;
    shelf.put({ ...old, ...fresh, ...(rev === undefined ? {} : { rev, answer }), mark: { ...old?.mark, ...fresh.mark } });
  };
}
