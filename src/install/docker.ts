/** A Dockerfile and a compose file: not root, nothing writable but the volume, and a health check. */
import { join } from 'node:path'
import { packageRoot } from '../config.ts'
import { mark, type Place } from './place.ts'

export function containerFiles({ folder, version }: Place): { path: string; text: string }[] {
  return [
    { path: join(folder, 'Dockerfile'), text: dockerfile(version) },
    { path: join(folder, 'compose.yaml'), text: compose(packageRoot() === folder ? '.' : packageRoot()) },
  ]
}

const dockerfile = (version: string) => `# ${mark}; "skilltide schedule uninstall --docker" removes it.
FROM node:22-bookworm-slim AS build
RUN apt-get update \\
  && apt-get install --yes --no-install-recommends python3 make g++ \\
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
LABEL org.opencontainers.image.title="skilltide" org.opencontainers.image.version="${version}"
ENV NODE_ENV=production \\
    SKILLTIDE_DB=/data/skilltide.sqlite \\
    SKILLTIDE_OUT=/data/out \\
    SKILLTIDE_ARCHIVE=/data/archive \\
    SKILLTIDE_BACKUPS_FOLDER=/data/backups
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/migrations ./migrations
COPY --from=build --chown=root:root /app/dist ./dist
RUN install --directory --owner=node --group=node /data
USER node
VOLUME /data
HEALTHCHECK --interval=1m --timeout=10s --start-period=2m --retries=3 \\
  CMD ["node", "/app/dist/src/cli.js", "schedule", "--check"]
ENTRYPOINT ["node", "/app/dist/src/cli.js"]
CMD ["schedule", "--log", "json"]
`

const compose = (context: string) => `# ${mark}; "skilltide schedule uninstall --docker" removes it.
services:
  skilltide:
    build: ${JSON.stringify(context)}
    # The lock names its host: a container that was killed must find itself again.
    hostname: skilltide
    init: true
    restart: unless-stopped
    stop_grace_period: 30s
    user: node
    read_only: true
    tmpfs:
      - /tmp
    cap_drop:
      - ALL
    security_opt:
      - no-new-privileges:true
    volumes:
      - data:/data
      # A config file: uncomment, and set SKILLTIDE_CONFIG below.
      # - ./skilltide.yaml:/config/skilltide.yaml:ro
    environment:
      TZ: UTC
      # SKILLTIDE_CONFIG: /config/skilltide.yaml
      # Secrets come from files, never from here: SKILLTIDE_KEY_SLACK_FILE: /run/secrets/slack
    logging:
      options:
        max-size: 10m
        max-file: "5"
volumes:
  data:
`
