# package: ant
# quick
mkdir -p src/app && cp $DATA/programs/HelloWorld.java src/
cat > src/app/Main.java <<'J'
package app;
public class Main { public static void main(String[] a) { System.out.println("main " + String.join(",", a)); if (a.length > 2) System.exit(9); } }
J
cat > build.xml <<'X'
<project name="demo" default="run" basedir=".">
  <property name="out" value="out"/>
  <tstamp/>
  <target name="init"><mkdir dir="${out}"/><echo message="java ${ant.java.version} in ${ant.project.name}"/></target>
  <target name="compile" depends="init"><javac srcdir="src" destdir="${out}" includeantruntime="false" debug="true"/></target>
  <target name="jar" depends="compile"><jar destfile="app.jar" basedir="${out}"><manifest><attribute name="Main-Class" value="app.Main"/></manifest></jar></target>
  <target name="run" depends="jar">
    <java jar="app.jar" fork="true"><arg value="forked"/></java>
    <java classname="app.Main" classpath="${out}"><arg value="inside"/></java>
    <java jar="app.jar" fork="true" resultproperty="code"><arg line="a b c"/></java>
    <echo>code ${code}</echo>
    <exec executable="sh" outputproperty="said"><arg value="-c"/><arg value="echo from sh; exit 2"/></exec>
    <echo>${said}</echo>
    <copy todir="copy" filtering="true"><fileset dir="src" includes="**/*.java"/><filterset><filter token="X" value="Y"/></filterset></copy>
    <zip destfile="src.zip" basedir="src"/><unzip src="src.zip" dest="unzipped"/>
    <checksum file="src/app/Main.java" algorithm="SHA-256" property="sum"/><echo>${sum}</echo>
    <replaceregexp file="copy/app/Main.java" match="main" replace="MAIN" flags="g"/>
    <concat><fileset dir="copy" includes="app/*"/></concat>
    <pathconvert property="files" pathsep=" "><fileset dir="unzipped"/><map from="${basedir}" to="."/></pathconvert><echo>${files}</echo>
    <parallel><sequential><sleep milliseconds="20"/></sequential><sequential><sleep milliseconds="10"/></sequential></parallel>
    <xmlvalidate file="build.xml" lenient="true"/>
    <condition property="posix"><os family="unix"/></condition><echo>${posix}</echo>
    <delete dir="unzipped"/>
  </target>
  <target name="wrong" depends="init"><fail message="as asked"/></target>
</project>
X
clean() { sed -E 's/^Total time:.*/Total time/; /^Buildfile/d' | sed "s|$PWD|HERE|g"; }
ant 2>&1 > log; echo "exit $?"; clean < log
ant wrong > log 2>&1; echo "exit $?"; clean < log
ant -p 2>&1 | clean
