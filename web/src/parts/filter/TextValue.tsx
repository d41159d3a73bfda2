import { TextInput } from "@mantine/core";
import { t } from "@/messages/messages";
import classes from "./Filter.module.css";

interface Props {
  text: string;
  change: (text: string) => void;
}

/** The words that a condition searches for. */
export function TextValue({ text, change }: Props) {
  return <TextInput size="xs" className={classes.grow} aria-label={t("filter.text")} value={text} onChange={(event) => change(event.currentTarget.value)} />;
}
