# Holds a command for a gateway that may die while it runs, and be back after it has ended.
#
#   $1          this start of the machine; the command and its arguments follow
#   1 2         the command's outputs: FIFOs, open for reading too, so that they keep what is not read
#   3 4         the journal, to append to and to read from: a line for each thing that has happened
#   5           the bell, a FIFO: the same lines, for a gateway that waits
#   6           a FIFO, by which the gateway says that it has read all
#
# POSIX. What a shell says of commands that die by a signal is not for the command's outputs, and
# signals for the command's group are not for this shell.
trap : HUP INT QUIT PIPE ALRM TERM USR1 USR2
exec 7>&2 2>/dev/null
read -r me </proc/$$/stat
printf '%s\n' "held $1 $me" >&3
# Whoever wrote the first line decides: a gateway that did not find this one has cancelled it.
read -r first <&4
[ "$first" = "held $1 $me" ] || exit 1
shift
# In the foreground, as background commands ignore SIGINT; by a shell that tells its own PID first.
/bin/sh -c '
read -r me </proc/$$/stat
printf "%s\n" "running $me" >&3
printf "%s\n" "running $me" >&5
exec "$@" 2>&7 3>&- 4>&- 5>&- 6>&- 7>&-
' sh "$@"
code=$?
printf '%s\n' "exited $code" >&3
printf '%s\n' "exited $code" >&5
until read -r all <&6; do :; done
