# package: openjdk-17-jdk-headless
# The tools of the JDK, by their names.
mkdir -p src/m/p
cat > src/m/module-info.java <<'J'
/** The module. */
module m { exports p; requires java.logging; }
J
cat > src/m/p/Main.java <<'J'
package p;

/** Documented. */
public class Main implements java.io.Serializable {
    /** Says something. @param args ignored */
    public static void main(String[] args) {
        java.util.logging.Logger.getLogger("x").fine("not seen");
        System.out.println(Main.class.getModule() + " " + args.length);
    }
}
J
javac -version
javac -Xlint -d out src/m/module-info.java src/m/p/Main.java
javac -d none src/m/p/Missing.java; echo "exit $?"
jar --create --file m.jar --main-class p.Main --date 2020-01-01T00:00:00Z -C out .
jar --describe-module --file m.jar; jar tf m.jar
java -p m.jar -m m/p.Main one two
javap -c -p -cp out p.Main | head -20
jdeps -s m.jar; jdeps --print-module-deps m.jar
jdeprscan m.jar
serialver -classpath out p.Main
jmod create --class-path out m.jmod; jmod list m.jmod; jmod describe m.jmod
keytool -genkeypair -alias a -keyalg RSA -dname CN=x -keystore k.p12 -storepass password 2>&1
keytool -list -keystore k.p12 -storepass password 2>&1 | sed 's/^a, .*/a, DATE/; s/fingerprint.*/FINGERPRINT/'
jarsigner -keystore k.p12 -storepass password m.jar a > signing 2>&1; sed '/expire/d' signing
jarsigner -verify m.jar | sed '/expire/d'
echo 'System.out.println("single file")' > none.txt
cat > Single.java <<'J'
record Single(int x) { public static void main(String[] a) { System.out.println(new Single(a.length)); } }
J
java Single.java a b
