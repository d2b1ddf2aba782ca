# package: maven
mvn -version | sed 's/^Maven home.*//; s/^Java version.*//; /^OS name/d; /^Default locale/d'
mkdir -p src/main/java
cat > pom.xml <<'X'
<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version></project>
X
mvn -B -o -q validate; echo "exit $?"
mvn -B -o no:such:goal 2>&1 | sed -E "s|$PWD|HERE|g; s/Total time:.*/TIME/; s/Finished at:.*/AT/" ; mvn -B -o -q -f missing.xml validate 2>&1 | sed "s|$PWD|HERE|g"
