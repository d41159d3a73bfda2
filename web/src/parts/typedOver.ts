import type { SyntheticEvent } from "react";

function select({ currentTarget: field }: SyntheticEvent<HTMLInputElement>) {
  if (field.selectionStart === field.selectionEnd) field.select();
}

/** For select fields with search: typed text replaces the selected value, rather than being added to it, and Enter takes the first match. */
export const typedOver = { onFocus: select, onClick: select, selectFirstOptionOnChange: true };
