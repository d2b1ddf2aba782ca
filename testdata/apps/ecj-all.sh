# package: ecj
# The Eclipse compiler on all programs that it accepts, with everything it can warn about,
# but resource leaks: their order depends on identity hash codes, on `java` too.
ecj -17 -proc:none -warn:+all -warn:-resource -proceedOnError -g -d out $(ls $DATA/programs/*.java) > messages 2>&1
echo "exit $?"
sed "s|$DATA|DATA|g" messages
(cd out && find . -name '*.class' | sort | xargs sha256sum)
