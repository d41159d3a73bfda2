import { home } from "@/messages/en/home";
import { addMessages } from "@/messages/messages";

addMessages(home);
