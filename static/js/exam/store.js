/**
 * What must outlive this page: one IndexedDB database with a store for answers and one for marks.
 * A promise from here resolves when the transaction is complete, so "kept on this device" is true.
 * localStorage would not do: a browser that is killed loses it.
 */

const DATABASE = "rehearsal";
const VERSION = 1;

/** @typedef {"answers" | "marks"} Shelf */
/** @typedef {{key: string, attempt: string, position: number, expires: number}} Kept */

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      for (const shelf of ["answers", "marks"]) {
        request.result.createObjectStore(shelf, { keyPath: "key" });
      }
    };
    request.onsuccess = () => resolve(request.result);
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
    store.#database = await opened().catch(() => null);
    return store;
  }

  /** Whether what is put here survives this page. */
  get isDurable() {
    return this.#database !== null;
  }

  /**
   * @param {Shelf} shelf
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest | void} work
   * @returns {Promise<any>} the request's result, once the transaction is complete
   */
  #within(shelf, mode, work) {
    const database = this.#database;
    if (database === null) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(shelf, mode, { durability: "strict" });
      const request = work(transaction.objectStore(shelf));
      transaction.oncomplete = () => resolve(request ? request.result : undefined);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }

  /** @param {Shelf} shelf @param {Kept} entry */
  put(shelf, entry) {
    return this.#within(shelf, "readwrite", (store) => store.put(entry));
  }

  /**
   * Remove an entry if it still is the one that `isSame` knows; another tab may have replaced it.
   * @param {Shelf} shelf @param {string} key @param {(kept: any) => boolean} isSame
   */
  remove(shelf, key, isSame) {
    return this.#within(shelf, "readwrite", (store) => {
      const request = store.get(key);
      request.onsuccess = () => {
        if (request.result && isSame(request.result)) store.delete(key);
      };
    });
  }

  /**
   * Everything kept for one attempt. What belongs to attempts long over is thrown away on the way.
   * @param {Shelf} shelf @param {string} attempt
   */
  async all(shelf, attempt) {
    /** @type {any[]} */
    const kept = (await this.#within(shelf, "readonly", (store) => store.getAll())) ?? [];
    const old = kept.filter((entry) => entry.expires < Date.now());
    await Promise.all(old.map((entry) => this.remove(shelf, entry.key, () => true)));
    return kept.filter((entry) => entry.attempt === attempt && !old.includes(entry));
  }
}
