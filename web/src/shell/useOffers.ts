import type { ReactNode } from "react";
import { t } from "@/messages/messages";
import { type Command, useOfPage } from "./commands";
import { useActions } from "./actions";
import { fits } from "./fits";
import { useImports, useRecords, useStages } from "./lookedUp";
import { usePlaceCommands } from "./placeCommands";
import { useVocabularyCommands } from "./vocabularyCommands";

/** A line of the palette: a command or a record. */
export interface Offer extends Command {
  about?: string | undefined;
  badge?: ReactNode;
}

interface OfferGroup {
  label: string;
  offers: Offer[];
}

/** Everything that matches the text, in groups. */
export function useOffers(text: string): OfferGroup[] {
  const isOffered = ({ label, also = "", isQuiet }: Command) => (text === "" ? !isQuiet : fits(text, `${label} ${also}`));
  return [
    { label: t("shell.palette.records"), offers: useRecords(text) },
    { label: t("shell.palette.do"), offers: [...useOfPage(), ...useActions()].filter(isOffered) },
    { label: t("shell.palette.go"), offers: usePlaceCommands().filter(isOffered) },
    { label: t("shell.palette.stages"), offers: useStages(text) },
    { label: t("shell.palette.imported"), offers: useImports(text) },
    { label: t("shell.palette.vocabularies"), offers: useVocabularyCommands().filter(isOffered) },
  ].filter((group) => group.offers.length > 0);
}
