# The composer with all servers of ours. Data is in /data; it runs as the image's user "node" (1000).
FROM node:24-slim AS modules
WORKDIR /app
COPY package.json package-lock.json ./
# Not npm ci: it misses optional bindings of other platforms in the lock. The image has the Node that the package "node"
# would fetch by its install script.
RUN npm install --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production STEWARD_HOST=0.0.0.0 STEWARD_DATA=/data
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY . .
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
EXPOSE 8420
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.STEWARD_PORT || 8420}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "start.js"]
