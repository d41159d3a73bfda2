import { Menu } from "@mantine/core";
import { lazy, Suspense, useEffect, useRef } from "react";
import type { RecordType, StoredRecord } from "@/api/wire";
import classes from "@/parts/board/board.module.css";
import { Card } from "@/parts/board/Card";
import { DateText } from "@/parts/DateText";
import { MoneyText } from "@/parts/MoneyText";
import { amountOf, dateField, dateOf, moneyField } from "@/parts/recordFields";
import { TextLink } from "@/parts/TextLink";
import type { RecordLane } from "./lanes";
import type { Moves } from "./useMoves";

const Rotting = lazy(async () => ({ default: (await import("./deals/Rotting")).Rotting }));

interface Props {
  of: RecordType;
  record: StoredRecord;
  /** The names of its parties. */
  parties: string[];
  /** The lanes that it can be moved to. */
  others: RecordLane[];
  /** It was moved here by keys, and has the focus to take. */
  isFollowed: boolean;
  moves: Moves;
}

/** A record on the board. */
export function BoardCard({ of, record, parties, others, isFollowed, moves }: Props) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (!isFollowed) return;
    link.current?.focus();
    moves.landed();
  }, [isFollowed, moves]);
  const amount = amountOf(moneyField(of), record);
  const date = dateOf(dateField(of), record);
  return (
    <Card
      data={{ record }}
      name={record.name}
      link={
        <TextLink
          ref={link}
          to="/records/$plural/$id"
          params={{ plural: of.plural, id: record.id }}
          className={classes.name ?? ""}
          draggable={false}
        >
          {record.name}
        </TextLink>
      }
      moves={others.map((lane) => (
        <Menu.Item key={lane.value ?? ""} onClick={() => moves.choose(record, lane)}>
          {lane.title}
        </Menu.Item>
      ))}
    >
      <Suspense>{record.rotting && <Rotting record={record} />}</Suspense>
      {parties.length > 0 && <div className={classes.cardAbout}>{parties.join(", ")}</div>}
      {(amount || date) && (
        <div className={classes.cardFoot}>
          <span>{amount && <MoneyText amount={amount} />}</span>
          {date && <DateText time={date} precision="day" />}
        </div>
      )}
    </Card>
  );
}
