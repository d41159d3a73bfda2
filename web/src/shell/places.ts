import {
  BookOpenText,
  Building2,
  FileUp,
  Filter,
  House,
  Info,
  type LucideIcon,
  Shapes,
  UsersRound,
} from "lucide-react";
import type { WordKey } from "@/words/words";

export interface Place {
  to: "/" | "/people" | "/organizations" | "/funnel" | "/imports" | "/vocabularies" | "/glossary" | "/about";
  words: WordKey;
  icon: LucideIcon;
  /** The second key after `g`. */
  key: string;
}

/** The main pages. */
export const WORK: Place[] = [
  { to: "/", words: "shell.home", icon: House, key: "h" },
  { to: "/people", words: "shell.people", icon: UsersRound, key: "p" },
  { to: "/organizations", words: "shell.organizations", icon: Building2, key: "o" },
  { to: "/funnel", words: "shell.funnel", icon: Filter, key: "f" },
  { to: "/imports", words: "shell.imports", icon: FileUp, key: "i" },
];

/** The pages that explain terms. */
export const WORDS: Place[] = [
  { to: "/vocabularies", words: "shell.vocabularies", icon: Shapes, key: "v" },
  { to: "/glossary", words: "shell.glossary", icon: BookOpenText, key: "w" },
  { to: "/about", words: "shell.about", icon: Info, key: "a" },
];

export const PLACES = [...WORK, ...WORDS];
