import "./messages";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { BadgeCheck } from "lucide-react";
import { useState } from "react";
import { changeSetQuery } from "@/api/conversion";
import { nameQuery } from "@/api/party";
import type { ConversionReceipt, WholeParty } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { RichMessage } from "@/messages/RichMessage";
import classes from "./conversion.module.css";
import { Results } from "./Results";
import { UndoConversion } from "./UndoConversion";

interface Props {
  party: WholeParty;
  receipt: ConversionReceipt;
  /** Opens the receipt. */
  open: () => void;
}

/** Whom the conversion was asked for: a person may have been converted with an organization. */
const leadOf = ({ kept }: ConversionReceipt) => kept.find(({ reason }) => reason === "same_record")?.record ?? undefined;

/** Says that somebody is converted, since when and into what, and offers the way back. */
export default function ConvertedNote({ party, receipt, open }: Props) {
  const [isUndoing, setUndoing] = useState(false);
  const set = receipt.change_set ?? "";
  const { data: change } = useQuery({ ...changeSetQuery(set), enabled: set !== "" });
  const lead = leadOf(receipt);
  const isWith = lead !== undefined && lead !== party.id;
  const { data: leadName } = useQuery({ ...nameQuery(lead ?? ""), enabled: isWith });
  return (
    <div className={classes.note} role="status">
      <BadgeCheck size={16} aria-hidden="true" />
      <span>
        <RichMessage of="convert.done.on" parts={{ date: <DateText time={change?.at} precision={change ? "instant" : "unknown"} /> }} />
        {isWith && (
          <>
            {" "}
            <RichMessage
              of="convert.done.with"
              parts={{
                name: (
                  <TextLink to="/parties/$id" params={{ id: lead }}>
                    {leadName ?? lead}
                  </TextLink>
                ),
              }}
            />
          </>
        )}
      </span>
      <Results id={isWith ? (receipt.account ?? "") : party.id} receipt={receipt} />
      <span className={classes.noteActions}>
        <Button size="compact-sm" variant="default" onClick={open}>
          {t("convert.done.receipt")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setUndoing(true)}>
          {t("convert.undo")}
        </Button>
      </span>
      <UndoConversion id={party.id} name={party.name} receipt={receipt} opened={isUndoing} close={() => setUndoing(false)} />
    </div>
  );
}
