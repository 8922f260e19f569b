// Loaded before Azurite's own entry script (node --require): makes the process one that its starter owns.
'use strict';
const net = require('net');

// Our standard input is a pipe from the starter. It closes however the starter ends, kill -9 included: nobody needs us then.
process.stdin.resume().on('close', () => process.exit(0)).on('error', () => process.exit(0));

// Ctrl-C in a terminal reaches the whole process group. The table store has to outlive the functions that finish their last
// request on it, so it ends with the pipe only: this listener replaces the default, and Azurite's own is not let in.
process.on('SIGINT', () => {});
const once = process.once;
process.once = function (event, listener) {
  return event === 'SIGINT' ? process : once.call(process, event, listener);
};

// With port 0 the system picks a free one, without a race for it, but Azurite prints the port it was asked for, not the one it got.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  this.once('listening', () => console.log(`listening on port ${this.address().port}`));
  return listen.apply(this, args);
};
