import { ActionIcon, Button, Checkbox, Popover } from "@mantine/core";
import { ChevronDown, ChevronUp } from "lucide-react";
import { t } from "@/messages/messages";
import { Anchor } from "../Anchor";
import classes from "./Columns.module.css";
import type { ColumnChoice } from "./useColumns";

interface Props {
  columns: ColumnChoice;
  anchor: HTMLElement;
  close: () => void;
}

/** Which columns are shown and in which order; the same that dragging their names does, for keys and fingers. */
export default function ColumnsMenu({ columns, anchor, close }: Props) {
  const shown = columns.shown.map((column) => column.id);
  const hidden = columns.all.filter((column) => !shown.includes(column.id));
  const step = (place: number, by: 1 | -1) => {
    const id = shown[place];
    if (id) columns.move(id, by === -1 ? shown[place - 1] : shown[place + 2]);
  };
  return (
    <Popover opened onDismiss={close} position="bottom-end" width={280} trapFocus shadow="lg">
      <Popover.Target>
        <Anchor of={anchor} close={close} />
      </Popover.Target>
      <Popover.Dropdown className={classes.columns ?? ""} aria-label={t("table.columns")}>
        {[...columns.shown, ...hidden].map((column, place) => {
          const isShown = place < shown.length;
          return (
            <div key={column.id} className={classes.column}>
              <Checkbox
                size="xs"
                label={column.label}
                checked={isShown}
                disabled={column.stays === true}
                onChange={() => columns.toggle(column.id)}
              />
              {isShown && (
                <span className={classes.steps}>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    disabled={place === 0}
                    aria-label={t("table.columns.up", { column: column.label })}
                    onClick={() => step(place, -1)}
                  >
                    <ChevronUp size={14} aria-hidden="true" />
                  </ActionIcon>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    disabled={place === shown.length - 1}
                    aria-label={t("table.columns.down", { column: column.label })}
                    onClick={() => step(place, 1)}
                  >
                    <ChevronDown size={14} aria-hidden="true" />
                  </ActionIcon>
                </span>
              )}
            </div>
          );
        })}
        <Button size="compact-sm" variant="subtle" mt="xs" onClick={columns.reset}>
          {t("table.columns.reset")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
