/** A property list for launchd of macOS. */
import { join } from 'node:path'
import { mark, type Place } from './place.ts'

export const propertyListPath = ({ home }: Place): string => join(home, 'Library/LaunchAgents/skilltide.plist')

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export function propertyList({ node, cli, words, folder, home }: Place): string {
  const command = [node, cli, 'schedule', '--log', 'json', ...words]
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- ${mark}; "skilltide schedule uninstall - -launchd" removes it. -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>skilltide</string>
  <key>ProgramArguments</key>
  <array>
${command.map((word) => `    <string>${escaped(word)}</string>`).join('\n')}
  </array>
  <key>WorkingDirectory</key><string>${escaped(folder)}</string>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><true/>
  <key>ThrottleInterval</key><integer>60</integer>
  <key>ExitTimeOut</key><integer>30</integer>
  <key>ProcessType</key><string>Background</string>
  <key>StandardErrorPath</key><string>${escaped(join(home, 'Library/Logs/skilltide.log'))}</string>
</dict>
</plist>
`
}
