# package: ecj
# quick
# The Eclipse compiler makes the same class files, messages and exit codes.
mkdir out
ecj -17 -proc:none -d out $DATA/programs/HelloWorld.java $DATA/programs/Records.java \
    $DATA/programs/Generics.java $DATA/programs/Lambdas.java $DATA/programs/SealedShapes.java
(cd out && find . -name '*.class' | sort | xargs sha256sum)
java -cp out Records
cat > Wrong.java <<'J'
class Wrong { int f() { String s = 1; return undefined; } }
J
ecj -17 -proc:none -d none Wrong.java
