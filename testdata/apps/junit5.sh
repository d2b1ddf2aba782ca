# package: junit5
# package: libopentest4j-java
CP=$(echo /usr/share/java/junit-jupiter*.jar /usr/share/java/junit-platform-*.jar /usr/share/java/junit-vintage-engine.jar /usr/share/java/opentest4j.jar /usr/share/java/apiguardian-api.jar /usr/share/java/picocli.jar /usr/share/java/univocity-parsers.jar /usr/share/java/junit4.jar /usr/share/java/hamcrest-core.jar | tr ' ' ':')
mkdir src out
cat > src/FiveTest.java <<'J'
import static org.junit.jupiter.api.Assertions.*;
import java.time.Duration;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.*;
import org.junit.jupiter.params.provider.*;

@TestMethodOrder(MethodOrderer.MethodName.class)
class FiveTest {
    @Test @DisplayName("adds numbers") void adds() { assertEquals(3, 1 + 2); }
    @Test void fails() { assertEquals("a", "b", "letters"); }
    @Test void all() { assertAll(() -> assertTrue(true), () -> assertThrows(ArithmeticException.class, () -> System.out.println(1 / zero()))); }
    @ParameterizedTest @ValueSource(strings = {"x", "yy"}) void lengths(String s) { assertTrue(s.length() > 0); }
    @ParameterizedTest @CsvSource({"1, one", "2, 'two, too'"}) void csv(int n, String s) { assertNotNull(s); }
    @ParameterizedTest @EnumSource(Colour.class) void enums(Colour c) { assertNotEquals(Colour.RED, c); }
    @TestFactory Stream<DynamicTest> dynamic() { return IntStream.range(0, 3).mapToObj(i -> DynamicTest.dynamicTest("d" + i, () -> assertTrue(i < 3))); }
    @RepeatedTest(2) void repeats(RepetitionInfo info) { assertTrue(info.getCurrentRepetition() < 3); }
    @Test @Disabled("later") void disabled() { }
    @Test void timeout() { assertTimeoutPreemptively(Duration.ofMillis(50), () -> Thread.sleep(60000)); }
    @Nested class Inner { @Test void inside() { Assumptions.assumeTrue(false, "no"); } }
    static int zero() { return 0; }
    enum Colour { RED, GREEN }
}
J
cat > src/OldTest.java <<'J'
public class OldTest { @org.junit.Test public void old() { org.junit.Assert.assertEquals(1, 1); } }
J
javac -cp $CP -d out src/*.java
java -cp $CP org.junit.platform.console.ConsoleLauncher -cp out --scan-classpath --disable-banner --disable-ansi-colors --details tree > log 2>&1
echo "exit $?"
sed -E 's/[0-9]+ ms/N ms/; s,Lambda.[0-9]+/0x[0-9a-f]+,LAMBDA,' log
java -cp $CP org.junit.platform.console.ConsoleLauncher -cp out -c FiveTest -n '.*' --disable-banner --disable-ansi-colors --details verbose --reports-dir reports > log 2>&1
echo "exit $?"
sed -E 's/[0-9]+ ms/N ms/; s,Lambda.[0-9]+/0x[0-9a-f]+,LAMBDA,' log
grep -c '<testcase' reports/*.xml
