# package: junit4
# quick
CP=.:/usr/share/java/junit4.jar:/usr/share/java/hamcrest-core.jar
cat > CalcTest.java <<'J'
import static org.hamcrest.CoreMatchers.*;
import static org.junit.Assert.*;
import java.util.*;
import org.junit.*;
import org.junit.rules.*;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

@RunWith(Parameterized.class)
public class CalcTest {
    @Parameterized.Parameters(name = "{0}+{1}") public static Collection<Object[]> data() {
        return Arrays.asList(new Object[][] {{1, 2, 3}, {2, 2, 5}});
    }
    @Parameterized.Parameter(0) public int a;
    @Parameterized.Parameter(1) public int b;
    @Parameterized.Parameter(2) public int sum;
    @Rule public TemporaryFolder folder = new TemporaryFolder();
    @Rule public ExpectedException thrown = ExpectedException.none();
    @Before public void before() { System.out.println("before"); }
    @After public void after() { System.out.println("after"); }
    @Test public void adds() { assertEquals("sum", sum, a + b); }
    @Test public void matches() { assertThat(List.of(a, b), hasItem(1)); }
    @Test(timeout = 5000) public void quick() throws Exception { folder.newFile("x"); }
    @Test(timeout = 50) public void slow() throws Exception { Thread.sleep(60000); }
    @Test public void throwsIt() { thrown.expect(IllegalStateException.class); throw new IllegalStateException(); }
    @Test(expected = ArithmeticException.class) public void divides() { System.out.println(1 / (a - a)); }
    @Ignore @Test public void ignored() { fail(); }
    @Test public void assumes() { Assume.assumeTrue(a == 1); }
}
J
javac -cp $CP CalcTest.java
java -cp $CP org.junit.runner.JUnitCore CalcTest > log
echo "exit $?"
sed -E 's/^Time: .*/Time:/; s/^(\s+at (java.base|jdk.internal).*)[(].*/\1/' log
