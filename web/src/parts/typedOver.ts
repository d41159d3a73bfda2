import type { SyntheticEvent } from "react";

function select({ currentTarget: field }: SyntheticEvent<HTMLInputElement>) {
  if (field.selectionStart === field.selectionEnd) field.select();
}

/** For fields that are chosen in by typing: what is typed replaces what was chosen, rather than being added to it. */
export const typedOver = { onFocus: select, onClick: select };
