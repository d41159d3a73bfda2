import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Building2, FileUp, UserRound, UsersRound } from "lucide-react";
import { importsQuery } from "@/api/imports";
import { foundQuery } from "@/api/parties";
import type { Party } from "@/api/wire";
import { StageBadge } from "@/parts/StageBadge";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import { fits } from "./fits";
import type { Offer } from "./useOffers";
import { useVocabulary } from "./useVocabulary";

const TYPING_MS = 120;
const MOST_IMPORTS = 4;

/** Records that match the text, after a pause in typing. */
export function useRecords(text: string): Offer[] {
  const [asked] = useDebouncedValue(text, TYPING_MS);
  const navigate = useNavigate();
  const { vocabulary, name } = useVocabulary();
  const { data } = useQuery({ ...foundQuery(asked), enabled: asked !== "" });
  if (text === "" || !data) return [];
  return data.items.map((party: Party) => ({
    id: party.id,
    label: party.name,
    about: party.kind === "person" ? (party.company ?? party.email) : (party.city ?? party.website),
    icon: party.kind === "person" ? UserRound : Building2,
    badge: <StageBadge vocabulary={vocabulary} stage={party.stages[name] ?? null} still />,
    run: () => void navigate({ to: "/parties/$id", params: { id: party.id } }),
  }));
}

const LISTS = [
  { kind: "people", icon: UsersRound },
  { kind: "organizations", icon: Building2 },
] as const;

/** Lists of records in a stage of the current vocabulary that matches the text. */
export function useStages(text: string): Offer[] {
  const navigate = useNavigate();
  const { vocabulary } = useVocabulary();
  if (text === "" || !vocabulary) return [];
  const offers = vocabulary.stages.flatMap((stage) =>
    LISTS.map(({ kind, icon }) => ({
      id: `stage-${stage.name}-${kind}`,
      label: t(`shell.palette.stage.${kind}`, { stage: stage.title }),
      icon,
      badge: <StageBadge vocabulary={vocabulary} stage={stage.name} still />,
      run: () => {
        const filter = { stage: { vocabulary: vocabulary.name, one_of: [stage.name] } };
        void navigate({ to: `/${kind}`, search: { filter } });
      },
    })),
  );
  return offers.filter((offer) => fits(text, offer.label));
}

/** The latest imports whose file matches the text. */
export function useImports(text: string): Offer[] {
  const navigate = useNavigate();
  const { data } = useInfiniteQuery({ ...importsQuery, enabled: text !== "" });
  if (text === "" || !data) return [];
  const imports = data.pages.flatMap((page) => page.items);
  const fitting = imports.filter((one) => fits(text, `${t("shell.palette.imported")} ${one.file}`));
  return fitting.slice(0, MOST_IMPORTS).map((one) => ({
    id: one.id,
    label: one.file,
    about: formatDay(one.started_at),
    icon: FileUp,
    run: () => void navigate({ to: "/imports/$id", params: { id: one.id } }),
  }));
}
