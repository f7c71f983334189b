import {LitElement} from 'lit';

/** An element of the page in the page's own tree, so that one set of style sheets holds for all. */
export class Part extends LitElement {
  private readonly ends: (() => void)[] = [];

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Something that holds as long as the element is on the page. */
  protected during(end: () => void): void {
    this.ends.push(end);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const end of this.ends.splice(0)) end();
  }
}
