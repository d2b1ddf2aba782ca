# package: ant
# package: ant-optional
# package: junit4
# The junit task starts JVMs of its own; javac as a process; XSLT report.
mkdir src
cat > src/SomeTest.java <<'J'
import org.junit.*;
public class SomeTest {
    @Test public void good() { System.out.println("said"); }
    @Test public void bad() { Assert.assertEquals(1, 2); }
}
J
cat > build.xml <<'X'
<project name="tests" default="test">
  <path id="cp"><pathelement location="out"/><pathelement path="/usr/share/java/junit4.jar:/usr/share/java/hamcrest-core.jar"/></path>
  <target name="test">
    <mkdir dir="out"/><mkdir dir="reports"/>
    <javac srcdir="src" destdir="out" includeantruntime="false" classpathref="cp" fork="true"/>
    <junit fork="true" printsummary="true" showoutput="true"><classpath refid="cp"/><formatter type="xml"/><formatter type="plain" usefile="false"/>
      <batchtest todir="reports"><fileset dir="src"/></batchtest></junit>
    <xslt in="reports/TEST-SomeTest.xml" out="short.txt" style="short.xsl"/>
    <javadoc sourcepath="src" destdir="doc" classpathref="cp" packagenames="none"><fileset dir="src"/></javadoc>
  </target>
</project>
X
cat > short.xsl <<'X'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/>
<xsl:template match="/testsuite"><xsl:value-of select="concat(@tests, ' tests, ', @failures, ' failures&#10;')"/></xsl:template>
</xsl:stylesheet>
X
ant > log 2>&1; echo "exit $?"
sed -E "s/^Total time:.*/Total time/; s/[0-9.]+ sec/N sec/; s|$PWD|HERE|g; s/took .*/took/; /Generated at|Standard Doclet/d" log
cat short.txt; ls doc | sort
