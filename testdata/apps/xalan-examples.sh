# package: libxalan2-java
# package: libxalan2-java-doc
# The examples of the documentation, compiled and run where they lie.
CP=/usr/share/java/xalan2.jar:/usr/share/java/serializer.jar:/usr/share/java/xercesImpl.jar:/usr/share/java/xmlParserAPIs.jar
cp -r /usr/share/doc/libxalan2-java/examples . && cd examples && find . -name '*.gz' | xargs gunzip -f
examples="SimpleTransform ApplyXPath ApplyXPathDOM DOM2DOM Pipe SAX2SAX Trace TransformThread UseStylesheetParam UseStylesheetPI UseXMLFilters"
javac -nowarn -cp $CP -d classes $(for e in $examples; do echo $e/$e.java; done) 2>&1
try() { (cd $1 && java -cp ../classes:$CP "$@"; echo "$1: exit $?") 2>&1; }
try SimpleTransform; cat SimpleTransform/birds.out
try ApplyXPath foo.xml /doc/name/@first
try ApplyXPathDOM foo.xml /doc/name
try DOM2DOM
try Pipe
try SAX2SAX
try Trace
try TransformThread
try UseStylesheetParam value
try UseStylesheetPI
try UseXMLFilters
