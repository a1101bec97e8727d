/** The doors of store.js before localStorage, where a browser that is killed loses what is new. */

const read = (shelf) => JSON.parse(localStorage.getItem(shelf) ?? "{}");
const write = (shelf, entries) => localStorage.setItem(shelf, JSON.stringify(entries));

export class Store {
  isDurable = true;

  static async open() {
    return new Store();
  }

  async put(shelf, entry) {
    write(shelf, { ...read(shelf), [entry.key]: entry });
  }

  async remove(shelf, key, isSame, known) {
    const { [key]: kept, ...others } = read(shelf);
    if (kept && isSame(kept)) write(shelf, others);
    if (known) await this.know(known);
  }

  async know(known) {
    await this.put("known", known);
  }

  async all(shelf, attempt) {
    return (await this.everything(shelf)).filter((entry) => entry.attempt === attempt);
  }

  async everything(shelf) {
    return Object.values(read(shelf));
  }

  async forget() {
    write("known", {});
  }

  async clear() {
    localStorage.clear();
  }
}
