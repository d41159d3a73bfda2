import { useNavigate } from "@tanstack/react-router";
import { BookMarked, PenLine, Shapes } from "lucide-react";
import { t } from "@/messages/messages";
import type { Command } from "./commands";
import { useVocabulary } from "./useVocabulary";

/** Commands for vocabularies: switch, view, edit. */
export function useVocabularyCommands(): Command[] {
  const navigate = useNavigate();
  const { vocabularies, choose } = useVocabulary();
  const use = vocabularies.map(({ name, title }) => ({
    id: `words-${name}`,
    label: t("shell.palette.switch", { vocabulary: title }),
    also: t("shell.palette.switch.also"),
    icon: Shapes,
    run: () => choose(name),
  }));
  const read = vocabularies.map(({ name, title }) => ({
    id: `vocabulary-${name}`,
    label: t("shell.palette.vocabulary", { vocabulary: title }),
    also: name,
    icon: BookMarked,
    isQuiet: true,
    run: () => void navigate({ to: "/vocabularies/$name", params: { name } }),
  }));
  const change = vocabularies.map(({ name, title }) => ({
    id: `edit-${name}`,
    label: t("shell.palette.vocabulary.change", { vocabulary: title }),
    also: name,
    icon: PenLine,
    isQuiet: true,
    run: () => void navigate({ to: "/vocabularies/$name/edit", params: { name } }),
  }));
  return [...use, ...read, ...change];
}
