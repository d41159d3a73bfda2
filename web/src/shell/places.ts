import {
  BookOpenText,
  Building2,
  FileUp,
  Filter,
  Handshake,
  House,
  Info,
  LayoutList,
  ListChecks,
  type LucideIcon,
  Settings,
  Shapes,
  UsersRound,
  Workflow,
} from "lucide-react";
import type { MessageKey } from "@/messages/messages";

/** A page of its own, or the board of a record type. */
type Address =
  | { to: "/" | "/people" | "/organizations" | "/funnel" | "/imports" | "/record-types" | "/pipelines" | "/vocabularies" | "/frameworks" | "/glossary" | "/settings" | "/about" }
  | { to: "/records/$plural"; params: { plural: string }; search: { view: "board" } };

export interface Place {
  address: Address;
  label: MessageKey;
  icon: LucideIcon;
  /** The second key after `g`. */
  key: string;
}

/** The main pages. */
export const WORK: Place[] = [
  { address: { to: "/" }, label: "shell.home", icon: House, key: "h" },
  { address: { to: "/people" }, label: "shell.people", icon: UsersRound, key: "p" },
  { address: { to: "/organizations" }, label: "shell.organizations", icon: Building2, key: "o" },
  {
    address: { to: "/records/$plural", params: { plural: "deals" }, search: { view: "board" } },
    label: "shell.deals",
    icon: Handshake,
    key: "d",
  },
  { address: { to: "/funnel" }, label: "shell.funnel", icon: Filter, key: "f" },
  { address: { to: "/imports" }, label: "shell.imports", icon: FileUp, key: "i" },
];

/** The pages that explain terms. */
export const REFERENCE: Place[] = [
  { address: { to: "/record-types" }, label: "shell.recordTypes", icon: LayoutList, key: "r" },
  { address: { to: "/pipelines" }, label: "shell.pipelines", icon: Workflow, key: "l" },
  { address: { to: "/vocabularies" }, label: "shell.vocabularies", icon: Shapes, key: "v" },
  { address: { to: "/frameworks" }, label: "shell.frameworks", icon: ListChecks, key: "q" },
  { address: { to: "/glossary" }, label: "shell.glossary", icon: BookOpenText, key: "w" },
  { address: { to: "/settings" }, label: "shell.settings", icon: Settings, key: "s" },
  { address: { to: "/about" }, label: "shell.about", icon: Info, key: "a" },
];

export const PLACES = [...WORK, ...REFERENCE];
