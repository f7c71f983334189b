/** The lines alone on the whole screen; where a browser has no such thing, on its whole window. */
export function toggleFullScreen(): void {
  const isFull = document.body.classList.toggle('full');
  if (!isFull) {
    if (document.fullscreenElement) void document.exitFullscreen();
    return;
  }
  // Refused, or unknown, the window alone is filled.
  document.documentElement.requestFullscreen?.().catch(() => {});
}

document.addEventListener('fullscreenchange', () => {
  if (!document.fullscreenElement) document.body.classList.remove('full');
});
