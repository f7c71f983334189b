#!/bin/sh
# Checks the types of the page and of its tests, and runs these: `page-check.sh SOURCES TESTS PACKAGES FOLDER`, in
# FOLDER, which is its own. Ends with 3 if Maven has no program for that for this machine.
set -eu

sources=$1
tests=$2
packages=$3
folder=$4

deno=$(echo "$packages/deno/META-INF/resources/_static/"*/*/deno)
[ -f "$deno" ] || exit 3
chmod +x "$deno"
export DENO_DIR="$folder" DENO_NO_UPDATE_CHECK=1 NO_COLOR=1

# Maven's packages have what browsers do not load, the types, in an archive in the archive.
types=$folder/types
for each in lit lit-html lit-element reactive-element; do
    mkdir -p "$types/$each"
    tar -xzf "$packages/$each/META-INF/.more.tgz" -C "$types/$each" --wildcards '*.d.ts'
    ln -s "$(echo "$types/$each/resources/_static/$each/"*)" "$types/$each/as-imported"
done

cat >"$folder/tsconfig.json" <<END
{
  "extends": "$sources/tsconfig.json",
  "compilerOptions": {
    "skipLibCheck": true,
    "paths": {
      "lit": ["$types/lit/as-imported/index.d.ts"],
      "lit/*": ["$types/lit/as-imported/*"],
      "lit-html": ["$types/lit-html/as-imported/lit-html.d.ts"],
      "lit-html/*": ["$types/lit-html/as-imported/*"],
      "lit-element/*": ["$types/lit-element/as-imported/*"],
      "@lit/reactive-element": ["$types/reactive-element/as-imported/reactive-element.d.ts"],
      "@lit/reactive-element/*": ["$types/reactive-element/as-imported/*"]
    }
  },
  "include": ["$sources/**/*.ts", "$tests/**/*.ts"]
}
END

tsc=$(echo "$packages/typescript/META-INF/resources/_static/typescript/"*/lib/_tsc.js)
# It is a module of Node.js' older kind, which its package would say if it were in one.
cp "$tsc" "$folder/tsc.cjs"
tar -xzf "$packages/typescript/META-INF/.more.tgz" -C "$folder" --transform 's|.*/||' --wildcards '*/lib/lib.*.d.ts'
"$deno" run --allow-all --no-config --no-lock --no-remote --no-npm "$folder/tsc.cjs" --project "$folder/tsconfig.json" --pretty false

exec "$deno" test --no-check --no-config --no-lock --no-remote --no-npm "$tests"
