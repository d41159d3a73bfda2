import { Button, Kbd } from "@mantine/core";
import { FlaskConical } from "lucide-react";
import { t } from "@/messages/messages";
import classes from "./editor.module.css";

interface Props {
  isBusy: boolean;
  tryIt: () => void;
  use: () => void;
}

const isMac = navigator.platform.startsWith("Mac");

/** The buttons Preview, which stores nothing, and Activate. */
export function EditorActions({ isBusy, tryIt, use }: Props) {
  return (
    <>
      <Button size="xs" variant="default" onClick={use} disabled={isBusy}>
        {t("editor.use")}
      </Button>
      <Button
        size="xs"
        onClick={tryIt}
        disabled={isBusy}
        leftSection={<FlaskConical size={14} aria-hidden="true" />}
        rightSection={
          <Kbd size="xs" className={classes.keys} aria-hidden="true">
            {isMac ? "⌘ ↵" : "Ctrl ↵"}
          </Kbd>
        }
      >
        {t("editor.try")}
      </Button>
    </>
  );
}
