import {
  ArrowRightLeft,
  ClipboardCheck,
  Gavel,
  Handshake,
  IdCard,
  LifeBuoy,
  LogOut,
  type LucideIcon,
  Megaphone,
  MessagesSquare,
  Receipt,
  Send,
  ShieldCheck,
  Sparkles,
  Undo2,
} from "lucide-react";
import type { Family } from "@/api/wire";

/** The icon of each family of evidence. */
export const FAMILY_ICONS: Record<Family, LucideIcon> = {
  reach: IdCard,
  interest: Sparkles,
  outreach: Send,
  dialogue: MessagesSquare,
  qualification: ClipboardCheck,
  conversion: ArrowRightLeft,
  deal: Handshake,
  purchase: Receipt,
  service: LifeBuoy,
  departure: LogOut,
  advocacy: Megaphone,
  consent: ShieldCheck,
  judgement: Gavel,
  correction: Undo2,
};
