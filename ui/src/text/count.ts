// A number with the word that goes with it.

/** "1 chat", "2 chats". */
export function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
