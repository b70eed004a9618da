// What Electron takes by itself: as many empty windows as it is told. For benchmarks to hold a console against.
const { app, BrowserWindow } = require('electron');

app.whenReady().then(async () => {
  const count = Number(process.argv.at(-1));
  for (let n = 0; n < count; n++) {
    const window = new BrowserWindow({ width: 1_920, height: 1_080 });
    await window.loadURL('data:text/html,<canvas width="1920" height="1080"></canvas>');
  }
  process.stdout.write('all windows are open\n');
});
