# By tag: an operator who wants the very same base each time writes its digest behind it, node:24.21-slim@sha256:….
FROM node:24.21-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Optional are Node.js, which the image has, and TypeScript, which i18next can be typed with; nothing that runs needs them.
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund

FROM node:24.21-slim
LABEL org.opencontainers.image.title="DGA Contact Center assistant" \
      org.opencontainers.image.description="The DGA Contact Center's phone menu as a LINE chat, with a request queue for staff"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data NODE_COMPILE_CACHE=/app/node_modules/.cache/node
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
# With package-lock.json and scripts, `docker exec … npm run --silent staff -- add …` works as outside.
COPY package.json package-lock.json ./
COPY scripts scripts
COPY locales locales
COPY flows flows
COPY src src
RUN install -d -o node -g node -m 700 /data node_modules/.cache $NODE_COMPILE_CACHE node_modules/.cache/understanding
# As numbers, which Kubernetes' runAsNonRoot can judge: the image's user `node`.
USER 1000:1000
# What understanding learns of the tables, so that no start has to.
RUN echo token | node src/commands/ask.ts
# A start that is refused for its settings loads every module all the same, and leaves it compiled for the starts to come.
RUN ! PORT=none node src/main.ts
# What `GET /version`, the log and `dga_build_info` tell. Last, so that another commit builds nothing else anew.
ARG COMMIT=
ARG VERSION=
USER root
RUN echo "$COMMIT" > COMMIT
USER 1000:1000
LABEL org.opencontainers.image.revision=$COMMIT org.opencontainers.image.version=$VERSION
VOLUME /data
EXPOSE 3000
# Alive, not ready: a store that is away is not mended by another container.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
