/** What the example page says, in the words its first readers know. */
export const texts = {
  title: 'Voice example',
  status: (status: string) => `Status: ${status}`,
  ready: (isReady: boolean) => `Device Ready: ${isReady ? 'Yes' : 'No'}`,
  incoming: 'Incoming Call',
  active: 'Active call',
  from: (number: string) => `From: ${number}`,
  to: (number: string) => `To: ${number}`,
  answer: 'Answer',
  reject: 'Reject',
  number: 'Phone number',
  placeholder: 'Enter phone number',
  makeCall: 'Make Call',
  hangup: 'Hangup',
}
