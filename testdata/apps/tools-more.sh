# package: openjdk-17-jdk-headless
# The tools that take longer: linking an image, documentation, the shell.
mkdir -p src/m/p
echo 'module m { exports p; requires java.net.http; requires jdk.zipfs; }' > src/m/module-info.java
cat > src/m/p/Main.java <<'J'
package p;

/** Documented, with {@link java.util.List}. */
public class Main {
    /** The answer. @return the answer */
    public static int answer() { return 42; }

    /** Says something. @param args ignored */
    public static void main(String[] args) { System.out.println(ModuleLayer.boot().modules().size() + answer()); }
}
J
javac -d out src/m/module-info.java src/m/p/Main.java
jlink --module-path out --add-modules m --output image --launcher run=m/p.Main --compress 2 --strip-java-debug-attributes
image/bin/run; cat image/release
jimage list image/lib/modules | sort | sha256sum; jimage info image/lib/modules | head -3
javadoc -notimestamp -quiet -d doc -p out --module-source-path src --module m 2>&1
(cd doc && find . -type f | sort | xargs sha256sum)
javadoc -notimestamp -quiet -d big $DATA/programs/ExprInterpreter.java $DATA/programs/Records.java > messages 2>&1
echo "exit $?"; wc -l < messages; (cd big && find . -name '*.html' | sort | xargs sha256sum)
cat > input <<'S'
int x = 5
x * 2
String twice(String s) { return s + s; }
twice("ab")
record P(int a) {}
new P(3)
int y = ;
1 / 0
import java.util.stream.*
IntStream.range(0, 4).boxed().collect(Collectors.toList())
/vars
/methods
/types
/list
var p = new P(7)
p.a()
/exit 3
S
jshell --execution local < input 2>&1; echo "exit $?"
jdeps --list-deps out; jdeps -v out | head -30
