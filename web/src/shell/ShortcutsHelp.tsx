import "@/features/conversion/messages";
import { Kbd, Modal } from "@mantine/core";
import { Fragment } from "react";
import { t, type MessageKey } from "@/messages/messages";
import { close } from "./opened";
import { PLACES } from "./places";
import classes from "./ShortcutsHelp.module.css";

interface Group {
  label: MessageKey;
  rows: [keys: string, label: MessageKey][];
}

const GROUPS: Group[] = [
  {
    label: "shell.keys.everywhere",
    rows: [
      ["Ctrl+K", "shell.keys.palette"],
      ["?", "shell.keys.help"],
      ["V", "shell.keys.vocabulary"],
      ["C", "shell.keys.create"],
      ["Esc", "shell.keys.close"],
    ],
  },
  { label: "shell.keys.go", rows: PLACES.map(({ key, label }) => [`G ${key.toUpperCase()}`, label]) },
  {
    label: "shell.keys.list",
    rows: [
      ["J K", "shell.keys.move"],
      ["← →", "shell.keys.cells"],
      ["Enter", "shell.keys.open"],
      ["E", "shell.keys.edit"],
      ["X", "shell.keys.select"],
      ["T", "convert.keys.list"],
      ["Ctrl+A", "shell.keys.selectAll"],
      ["/", "shell.keys.search"],
    ],
  },
  {
    label: "shell.keys.head",
    rows: [
      ["← →", "shell.keys.head.move"],
      ["Enter", "shell.keys.head.sort"],
      ["Shift+← Shift+→", "shell.keys.head.width"],
      ["↓", "shell.keys.head.rows"],
    ],
  },
  {
    label: "shell.keys.record",
    rows: [
      ["E", "shell.keys.evidence"],
      ["T", "convert.keys.record"],
      ["Q", "shell.keys.ask"],
      ["/", "shell.keys.timeline"],
    ],
  },
];

function Keys({ keys }: { keys: string }) {
  const isSequence = keys.startsWith("G ");
  return keys.split(" ").map((key, place) => (
    <Fragment key={key}>
      {place > 0 && isSequence && <span>{t("shell.keys.then")}</span>}
      <Kbd size="sm">{key}</Kbd>
    </Fragment>
  ));
}

/** All keyboard shortcuts. */
export default function ShortcutsHelp() {
  return (
    <Modal
      opened
      onClose={close}
      title={t("shell.shortcuts")}
      size="xl"
      closeButtonProps={{ "aria-label": t("dialog.close") }}
    >
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <section key={group.label}>
            <h3 className={classes.title}>{t(group.label)}</h3>
            <dl className={classes.list}>
              {group.rows.map(([keys, label]) => (
                <div key={label} className={classes.row}>
                  <dt>{t(label)}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
