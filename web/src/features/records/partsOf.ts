/** A part of a sentence: words, or the id of a party or record. */
interface Part {
  text: string;
  isId?: true;
}

const ID = /(?<![\w`])([a-z][a-z0-9_]*_[0-9a-z]{13})(?![\w`])/;

/** A sentence as its words and the ids in it. */
export const partsOf = (sentence: string): Part[] =>
  sentence
    .split(ID)
    .map((text, place): Part => (place % 2 === 1 ? { text, isId: true } : { text }))
    .filter((part) => part.text !== "");
