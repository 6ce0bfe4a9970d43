/**
 * What the interface of labs and exercises says, in English: the buttons, the verdicts, the words around hints. Each is a constant, so
 * that a page has the words that it uses and no others. `{name}` is a place for a value. Another language is a file of
 * content/labels, which has a line for each name that it translates.
 */
export const check = 'Check';
export const showHint = 'Show a hint';
export const showSolution = 'Show the solution';
export const hideSolution = 'Hide the solution';
export const oneSolution = 'One solution';
export const solutionFromStart = 'One solution, from where the exercise began';
export const seeWay = 'See the way';
export const nextExercise = 'Next exercise';
export const nextStep = 'Next step';
export const nextLesson = 'Next lesson';
export const backToOpen = 'Back to exercise {n}, which is still open';
export const readAs = 'Read as it was meant: {what}.';
export const fromNothing = 'Harder: begin with nothing';
export const beganWithNothing =
  'The lines that were given were taken away here. Write all that the task needs. “Start over” brings them back.';
export const otherNumbers = 'The same with other addresses and ports';
export const numbersOfClass = 'The numbers here are your own (number {n}). Your neighbour has others.';
export const numbersTaken =
  'This exercise now has other numbers than the lesson: {what}. Your earlier answer is kept.';
export const numberInstead = '`{now}` instead of `{value}`';
export const backToLesson = 'Back to the lesson’s numbers';
export const backToClass = 'Back to number {n}';
export const close = 'Close';
export const nextHint = 'Next hint';
export const hintOf = 'Hint {n} of {all}';
export const lastHint = 'There is no further hint for this answer.';
export const earlierAnswer = '(about an earlier answer)';
export const besideYours = 'Your rules beside ours: − is yours, + is ours.';
export const comparesLoaded =
  'What has a mistake is not loaded, so it is not compared: yours are the rules in force.';
export const sameRules = 'Your rules and ours are the same.';

// Above what is written, and beside it
export const commandsOn = 'Commands on {host}';
export const commandsOnePerLine = 'Commands on {host}, one a line';
export const rulesOf = 'Rules of {host}';
export const rulesAsSaved = 'Rules of {host}, as iptables-save prints them';
export const line = 'Line {n}:';
export const atEnd = 'At the end of the text:';
export const removeIt = 'Remove it';
// Also the name of the kind of exercise.
export const write = 'Write';
export const startOver = 'Start over';
export const undoLast = 'Undo the last command';
export const ourHint = 'Our hint: {hint}';
export const discard = 'Discard what you wrote?';
export const discardTyped = 'Forget everything that was typed here?';
export const yesStartOver = 'Yes, start over';
export const keepIt = 'Keep it';
export const wordByKey = 'F1 explains a word.';
export const wordByTap = 'Tap a word to have it explained.';
export const nothingToExplain = 'There is nothing to explain here.';
export const prints = 'What {command} prints';
export const printsNothing = '(prints nothing)';
export const linesNew = 'changed: {more} new';
export const linesGone = 'changed: {fewer} gone';
export const linesNewAndGone = 'changed: {more} new, {fewer} gone';

// When the simulator does not answer
export const tookTooLong =
  'This took more than five seconds, so it was stopped. Below is what came before. Change the text, and it runs again.';
export const unfinished =
  'This text had not finished when the page was loaded again, so it was not run again by itself. Change it, or try again.';
export const unavailable =
  'The simulator could not be loaded, so nothing runs here yet. You can go on reading, and nothing you wrote is lost.';
export const failed =
  'The simulator has a fault, and could not do this. What you wrote is kept. Please report it.';
export const stopped = 'The simulator was stopped by another lab of this page.';
export const tryAgain = 'Try again';
export const notKept =
  'This browser’s storage is full or blocked: what you do here is lost when you close this tab. Copy it first, or free some room.';

// Fill: words are missing
export const typeMissing = 'Type what is missing.';
export const missingWord = 'Missing word {n} of {all}';

// Find: commands and questions
export const right = 'right';
export const notYet = 'not yet';
export const ranAll = 'You ran every command this needs.';
export const stillToRun = 'You still have to run {n} of {all} commands.';
export const stillToRunOne = 'You still have to run the command that shows this.';
export const theAnswer = 'Answer: {what}';

// Parsons: lines to put in order
export const take = 'Take';
export const moveUp = 'Move up';
export const moveDown = 'Move down';
export const putBack = 'Put back';
export const inYourOrder = '{what}, in your order';
export const rulesIn = 'Rules in {table}';
export const firstAlready = 'It is the first line already.';
export const lastAlready = 'It is the last line already.';
export const putBackLine = 'Put back: {line}';
export const lineOf = 'Line {n} of {all}: {line}';
export const noLineYet = 'No line is here yet.';
export const arrowKeys =
  'On a keyboard, the arrow keys move the line that you are on, and Delete puts it back.';
export const linesLeft = 'Lines to take. You may not need all of them.';
export const linesToTake = 'Lines to take';
export const everyLineTaken = 'Every line is taken.';

// Predict: how packets end
export const howEnds = 'How does it end?';
export const myAnswer = 'That’s my answer';
export const andAnother = 'And {what}?';
export const noOther =
  'No other packet was found to ask about. Look at the way of this one, then predict it again: the exercise is open until you are right.';
export const predictAgain = 'Predict it again';
export const closeWay = 'Close the way';

// Trace: rules to mark
export const noLongerMarked = 'No longer marked: {what}. Marked now: {n}.';
export const numbered = 'Number {n}: {what}';
export const chooseMet =
  'Choose the rules that match the packet and the policies that decide, in order. Choose one again to take it back.';
export const met = 'matches, or decides';
export const notMet = 'no match, or not reached';
export const nothingMarked = 'Nothing is marked.';
export const takeMarks = 'Take all marks away';

// Ways out of a lab, and links into it
export const openInTerminal = 'Open in the full terminal';
export const fullScreen = 'Full screen';
export const leaveFullScreen = 'Leave full screen';
export const copyLink = 'Copy a link to this';
export const copyReport = 'Report a sentence';
export const copied = 'Copied.';
export const copyYourself = 'This browser does not let the page copy. Copy it yourself:';
export const theLink = 'The link';
export const longLink = 'It has {n} characters, and some programs cut such links.';
export const theReport = 'The report';
export const pasteReport = 'Nothing was sent. Paste it into an issue or a mail, and say what is wrong.';
export const linkUnread =
  'This link was cut off or changed on its way, so nothing of it was used. Your own text is as it was.';
export const linkElsewhere = 'This page has no lab "{lab}": the link is of another course, or older than it.';
export const linkNotKept =
  'This browser keeps nothing for this site, so the rules of this link could not be put into the lab. Here they are:';
export const linkOwnNotKept =
  'The packets of this link do not fit beside your own: this browser has no room, or there are too many. Remove some of yours, and open it again.';
export const linkOtherNumbers =
  'The link was made where this exercise has other numbers, so its rules may not pass here.';
export const cameWithLink = 'What is in this lab came with a link.';
export const openedByLink = 'This lab was opened by a link. What you wrote before is kept:';
export const backTo = 'Back to';
export const myOwnText = 'my own text';
export const ok = 'OK';
export const forgetEarlier = 'Forget what I wrote before';

// What an exercise is, and what came of it
export const kindFix = 'Fix';
export const kindPredict = 'Predict';
export const kindFind = 'Find';
export const kindParsons = 'Put in order';
export const kindFill = 'Fill in';
export const kindTrace = 'Trace';
export const solved = '✓ solved';
export const packetsRight = '✓ Done. Every packet ends as it should.';
export const packetsWrong = '✗ Not yet. Look at the packets marked ✗.';
export const findRight = '✓ Done. You found everything.';
export const findWrong = '✗ Not yet. Look at what is marked ✗.';
export const predictRight = '✓ Done.';
export const traceRight = '✓ Done. Those are the rules that match and the policies that decide, in order.';
export const traceWrong = '✗ Not yet.';

// Each packet, and how it ended
export const packets = 'Packets';
export const sentOnCopy =
  'These packets are tried on a copy of the network: the counters in your terminal do not count them.';
export const afterwards = 'Then:';
export const predictedRight = 'Right. It ended:';
export const predictedWrong = 'No. It ended:';
export const itEnded = 'It ended:';
export const withMistake =
  'Your text has a mistake, so this lab has loaded nothing of it. With the rules that were loaded last:';
export const ended = 'Ended:';
export const sending = 'Sending the packets…';
export const asItShould = '✓ As it should:';
export const endedWrong = '✗ Not yet:';
export const wanted = 'wanted: {what}';
export const was = 'was: {what}';
export const packetWay = 'The packet’s way';
export const youSaid = 'You said: {what}. It ended:';

// Packets of the learner's own
export const sendPacket = 'Send a packet';
export const ownPackets = 'Packets of your own';
export const ownFrom = 'From';
export const ownTo = 'To';
export const ownProtocol = 'Protocol';
export const ownPort = 'Port';
export const ownMore = 'Flags and source';
export const ownFlags = 'TCP flags of one packet, instead of a connection';
export const ownSource = 'Source address, if the host has several';
export const send = 'Send';
export const notSent =
  'The simulator has no answer, so this was not sent. What you wrote is kept: try again.';
export const thisShould = 'It should';
export const nothingExpected = 'end as it may';
export const shouldArrive = 'arrive and be answered';
export const shouldDrop = 'be dropped';
export const shouldReject = 'be rejected';
export const asYouExpected = '✓ As you expected';
export const notAsYouExpected = '✗ Not as you expected';
export const withFlags = 'with {flags}';
export const withSource = 'from {source}';
export const ownEnded = 'Packet {name} ended: {what}.';
export const remove = 'Remove';
export const removeOwn = 'Remove {what}';
export const minutePasses = 'A minute passes';
export const minutePassed = 'A minute passes.';
export const thenChange = 'Then: {what}';
export const noSuchChange = 'A change that this lab does not have: nothing happens.';
export const noMoreOwn = 'A lab takes {n} packets of your own. Remove one to send another.';

// Commands of the prose
export const runInLab = 'Run in the lab';
export const ranTyped = 'Typed at the terminal.';
export const ranAdded = 'Added as the last line of the lab.';
export const ranNot = 'The lab did not load, so nothing was run.';
export const ranUndo = 'Undo';
