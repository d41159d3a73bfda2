/** Preferences in this browser; a full or disabled storage is not an error. */
export function remembered<Value>(name: string, fallback: Value): Value {
  try {
    const text = localStorage.getItem(`casebook.${name}`);
    return text === null ? fallback : (JSON.parse(text) as Value);
  } catch {
    return fallback;
  }
}

export function remember(name: string, value: unknown) {
  try {
    localStorage.setItem(`casebook.${name}`, JSON.stringify(value));
  } catch {
    // Preferences are optional.
  }
}
