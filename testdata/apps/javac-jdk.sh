# package: openjdk-17-source
# javac makes the same class files of whole modules of the JDK.
modules="java.logging java.sql java.prefs jdk.jartool jdk.zipfs jdk.jdeps java.net.http"
unzip -q -d src /usr/lib/jvm/openjdk-17/lib/src.zip $(for m in $modules; do echo "$m/*"; done)
javac -nowarn -XDignore.symbol.file --module-source-path src -d out \
    -m "$(echo $modules | tr ' ' ',')" 2>&1
(cd out && find . -name '*.class' | sort | xargs sha256sum)
