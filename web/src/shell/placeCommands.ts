import { useNavigate } from "@tanstack/react-router";
import { Columns3, UsersRound } from "lucide-react";
import { t } from "@/messages/messages";
import type { Command } from "./commands";
import { PLACES } from "./places";

/** Every page that has an address of its own. */
export function usePlaceCommands(): Command[] {
  const navigate = useNavigate();
  const places = PLACES.map(({ address, label, icon, key }) => ({
    id: label,
    label: t(label),
    icon,
    keys: `G ${key.toUpperCase()}`,
    run: () => void navigate(address),
  }));
  const boards = (["people", "organizations"] as const).map((kind) => ({
    id: `board-${kind}`,
    label: t(`shell.palette.board.${kind}`),
    icon: Columns3,
    isQuiet: true,
    run: () => void navigate({ to: `/${kind}`, search: { view: "board" } }),
  }));
  const everybody = {
    id: "/parties",
    label: t("everybody.title"),
    icon: UsersRound,
    isQuiet: true,
    run: () => void navigate({ to: "/parties" }),
  };
  return [...places, everybody, ...boards];
}
