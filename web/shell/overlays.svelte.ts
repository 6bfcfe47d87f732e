/** The dialogs of the shell. */
type Overlay = 'palette' | 'shortcuts' | 'display'

class Overlays {
  palette = $state(false)
  shortcuts = $state(false)
  display = $state(false)

  /** Shows one of them, instead of any other. */
  show(name: Overlay): void {
    this.palette = name === 'palette'
    this.shortcuts = name === 'shortcuts'
    this.display = name === 'display'
  }
}

export const overlays = new Overlays()
