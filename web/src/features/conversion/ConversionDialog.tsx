import "./messages";
import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { conversionOptionsQuery } from "@/api/conversion";
import { partyQuery } from "@/api/parties";
import { typesQuery } from "@/api/records";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { useFocusBack } from "@/parts/useFocusBack";
import { t } from "@/messages/messages";
import { ConversionForm } from "./ConversionForm";
import { Receipt } from "./Receipt";

interface Props {
  /** The person or organization. */
  id: string;
  close: () => void;
}

/** Converts a person or an organization; of one that is converted, it shows what that came to. */
export default function ConversionDialog({ id, close }: Props) {
  useFocusBack();
  const { data: party, error: noParty } = useQuery(partyQuery(id));
  const { data: options, error: noOptions } = useQuery(conversionOptionsQuery(id));
  const { data: types, error: noTypes } = useQuery(typesQuery);
  const [isOwn, setOwn] = useState(false);
  // What was shown before: of the form and of the receipt.
  const [wasOpen, setWasOpen] = useState(false);
  const [wasConverted, setWasConverted] = useState(false);
  const error = noParty ?? noOptions ?? noTypes;
  const deals = types?.find((one) => one.name === "deal");
  const converted = options?.converted ?? undefined;
  if (options && !converted && !wasOpen) setWasOpen(true);
  if (converted && !wasConverted) setWasConverted(true);
  const isTakenBack = wasConverted && options !== undefined && !converted;
  useEffect(() => {
    // The receipt of a conversion that was undone is of no use, nor is the form what anybody asked for.
    if (isTakenBack) close();
  }, [isTakenBack, close]);
  const isReady = party && options && deals;
  const name = party?.name ?? "";
  return (
    <Modal
      opened
      onClose={close}
      size={converted ? "lg" : "xl"}
      title={t(converted ? "convert.done.title" : "convert.title", { name })}
      closeButtonProps={{ "aria-label": t("dialog.close") }}
    >
      {converted && <Receipt id={id} name={name} receipt={converted} isTheirs={wasOpen && !isOwn} close={close} />}
      {!converted && isReady && (
        <ConversionForm lead={{ id, name, kind: party.kind, options }} deals={deals} close={close} done={() => setOwn(true)} />
      )}
      {!converted && !isReady && (error ? <ErrorState thrown={error} compact /> : <CardSkeleton />)}
    </Modal>
  );
}
