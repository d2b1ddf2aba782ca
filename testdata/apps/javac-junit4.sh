# source: junit4
# source: libcommons-lang3-java
# package: libhamcrest-java
# javac makes the same class files of all sources of JUnit 4 and of Apache Commons Lang.
compile() {
    name=$1; shift
    find $SOURCES/$name/*/src/main/java -name '*.java' | sort > $name.files
    javac -encoding UTF-8 -nowarn -g "$@" -d $name @$name.files 2>&1 | sed "s|$SOURCES||"
    wc -l < $name.files
    (cd $name && find . -name '*.class' | sort | xargs sha256sum)
}
compile junit4 -cp /usr/share/java/hamcrest-core.jar
compile libcommons-lang3-java
