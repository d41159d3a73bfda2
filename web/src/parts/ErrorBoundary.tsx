import { Component, type ReactNode } from "react";
import { ErrorState } from "./ErrorState";

interface State {
  thrown: unknown;
  failed: boolean;
}

/** Keeps the shell working when a page crashes, and offers to render it again. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { thrown: undefined, failed: false };

  static getDerivedStateFromError(thrown: unknown): State {
    return { thrown, failed: true };
  }

  override render() {
    const again = () => this.setState({ thrown: undefined, failed: false });
    return this.state.failed ? <ErrorState thrown={this.state.thrown} again={again} /> : this.props.children;
  }
}
