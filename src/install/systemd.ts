/** A unit of systemd: for the machine when root, else for the user. It may write its own folders and nothing else. */
import { join } from 'node:path'
import { mark, type Place } from './place.ts'

export const unitPath = ({ root, home }: Place): string =>
  root ? '/etc/systemd/system/skilltide.service' : join(home, '.config/systemd/user/skilltide.service')

/** systemd expands `%` and `$`, and splits at spaces; a word of ours is one word. */
const word = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`
/** A path outside of a command line: no quotes there, but `%` is still expanded. */
const path = (text: string) => text.replaceAll('%', '%%')

export function unit({ node, cli, words, folder, writes, root, owner }: Place): string {
  const command = [node, cli, 'schedule', '--log', 'json', ...words].map(word).join(' ')
  return `# ${mark}; "skilltide schedule uninstall --systemd" removes it.
[Unit]
Description=skilltide: reads job boards on a timetable
Documentation=https://github.com/skilltide/skilltide
Wants=network-online.target
After=network-online.target

[Service]
Type=exec
ExecStart=${command}
WorkingDirectory=${path(folder)}
# Secrets, one SKILLTIDE_KEY_NAME=value a line; the file may be missing.
EnvironmentFile=-${path(join(folder, 'skilltide.env'))}
Restart=always
# Stopped cleanly by SIGTERM.
SuccessExitStatus=143
RestartSec=60
# The schedule stops its jobs itself, and waits for them.
KillMode=mixed
TimeoutStopSec=30
Nice=10
UMask=0027
NoNewPrivileges=true
${root ? `${owner.uid === 0 ? '' : `User=${owner.uid}\nGroup=${owner.gid}\n`}${hardening(writes)}` : ''}
[Install]
WantedBy=${root ? 'multi-user.target' : 'default.target'}
`
}

/** What only the machine's own systemd can hold a service to. */
const hardening = (writes: string[]) => `ProtectSystem=strict
ReadWritePaths=${writes.map((folder) => word(`-${folder}`)).join(' ')}
PrivateTmp=true
PrivateDevices=true
ProtectKernelTunables=true
ProtectKernelModules=true
ProtectControlGroups=true
ProtectClock=true
ProtectHostname=true
RestrictSUIDSGID=true
RestrictRealtime=true
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
LockPersonality=true
CapabilityBoundingSet=
`
