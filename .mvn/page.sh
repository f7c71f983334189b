#!/bin/sh
# Bundles the page: `page.sh SOURCES PACKAGES TARGET`. What the page loads has a hash in its name, so that
# browsers keep it for ever; what is known by a name of its own (index.html, login.css) is asked for again.
set -eu

sources=$1
packages=$2
target=$3

# Where an import without a path is looked for (Node.js' way).
modules=$packages/node_modules
mkdir -p "$modules/@lit"
for each in lit lit-html lit-element; do
    ln -sfn "$(echo "$packages/$each/META-INF/resources/_static/$each/"*)" "$modules/$each"
done
ln -sfn "$(echo "$packages/reactive-element/META-INF/resources/_static/reactive-element/"*)" "$modules/@lit/reactive-element"

esbuild=$(echo "$packages/esbuild/META-INF/resources/_static/"*/*/bin/esbuild)
chmod +x "$esbuild"
bundle() {
    NODE_PATH=$modules "$esbuild" "$@" --bundle --minify --format=esm --target=es2022 --legal-comments=none \
        --tsconfig="$sources/tsconfig.json" --log-level=warning
}

rm -rf "$target/page"
bundle "viewer=$sources/app.ts" "viewer=$sources/viewer.css" --entry-names='[name]-[hash]' --outdir="$target/page"
bundle "$sources/login.css" --outdir="$target"

script=$(basename "$target"/page/viewer-*.js)
style=$(basename "$target"/page/viewer-*.css)
sed -e "s|page/viewer\.js|page/$script|" -e "s|page/viewer\.css|page/$style|" "$sources/index.html" >"$target/index.html"
