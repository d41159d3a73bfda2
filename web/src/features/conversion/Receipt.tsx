import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { nameQuery } from "@/api/party";
import type { ConversionReceipt } from "@/api/wire";
import { t } from "@/messages/messages";
import { Became } from "./Became";
import classes from "./conversion.module.css";
import { Items } from "./Items";
import { keptText, madeText } from "./items";
import { Results } from "./Results";
import { UndoConversion } from "./UndoConversion";
import { useNames } from "./useNames";

interface Props {
  id: string;
  name: string;
  receipt: ConversionReceipt;
  /** Somebody else converted it while the form was open. */
  isTheirs: boolean;
  close: () => void;
}

/** What a conversion came to, with the way to everything it made, and the way back. */
export function Receipt({ id, name, receipt, isTheirs, close }: Props) {
  const { data: account } = useQuery({ ...nameQuery(receipt.account ?? ""), enabled: receipt.account !== null });
  const names = useNames(id, receipt, account ?? undefined);
  const [isUndoing, setUndoing] = useState(false);
  const done = useRef<HTMLButtonElement>(null);
  useEffect(() => done.current?.focus(), []);
  return (
    <div className={classes.receipt}>
      {isTheirs && (
        <p className={classes.theirs} role="alert">
          {t("convert.already")}
        </p>
      )}
      <Results id={id} receipt={receipt} leave={close} />
      {receipt.reason && <p className={classes.quiet}>{t("convert.done.reason", { reason: receipt.reason })}</p>}
      <Became stages={receipt.stages} />
      <Items title={t("convert.made")} items={receipt.made} text={(item) => madeText(item, names)} />
      <Items title={t("convert.kept")} items={receipt.kept} text={(item) => keptText(item, names)} />
      <Group justify="flex-end" className={classes.buttons ?? ""}>
        <Button variant="default" onClick={() => setUndoing(true)}>
          {t("convert.undo")}
        </Button>
        <Button ref={done} onClick={close}>
          {t("convert.done.close")}
        </Button>
      </Group>
      <UndoConversion id={id} name={name} receipt={receipt} opened={isUndoing} close={() => setUndoing(false)} />
    </div>
  );
}
