import { Button } from "@mantine/core";
import { Plus } from "lucide-react";
import type { Way } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./evidence.module.css";
import { familyTitle, kindTitle, valueTitle } from "./titles";

const wordsOf = ({ kind, family, criterion }: Way) => {
  if (criterion) return t("record.way.met", { criterion: valueTitle("criterion", criterion) });
  return kind ? kindTitle(kind) : t("record.way.family", { family: familyTitle(family ?? "") });
};

/** Evidence that would help with something missing, each as a button. */
export function WayButtons({ ways, choose }: { ways: Way[]; choose: (way: Way) => void }) {
  return (
    <span className={classes.ways}>
      {ways.map((way) => (
        <Button
          key={`${way.kind}${way.family}${way.criterion}`}
          size="compact-sm"
          variant="default"
          leftSection={<Plus size={12} aria-hidden="true" />}
          aria-label={t("record.way", { what: wordsOf(way) })}
          onClick={() => choose(way)}
        >
          {wordsOf(way)}
        </Button>
      ))}
    </span>
  );
}
